// A report on a page of its own.
import { watchMarks } from "./marks.js";

watchMarks((source, at) => {
  const place = source.querySelector(`a[data-at~="${CSS.escape(at)}"]`);
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
});
