// What the browser keeps: choices for good, drafts as long as the tab is open. Without storage nothing is kept.
function of(area) {
  const store = () => { try { return window[area]; } catch { return null; } };
  return {
    get(name) { try { return store()?.getItem(name) ?? null; } catch { return null; } },
    set(name, value) { try { store()?.setItem(name, value); } catch { /* full, or not allowed */ } },
    drop(name) { try { store()?.removeItem(name); } catch { /* not allowed */ } },
  };
}
export const choices = of("localStorage");
export const drafts = of("sessionStorage");
