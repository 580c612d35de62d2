// Shows questions of a survey on one page only where they are asked. data-only-if is the rule; without script words say it.
export default function onlyIf(block) {
  const form = block.closest("form");
  const rule = JSON.parse(block.dataset.onlyIf);
  const show = () => { block.hidden = !holds(rule, form); };
  block.querySelector(".only-if").remove();
  block.removeAttribute("role");
  block.removeAttribute("aria-labelledby");
  form.addEventListener("change", show, true); // on the way down, for changes that do not come up again
  show();
}

function holds([operator, ...rest], form) {
  if (operator === "all") return rest.every((rule) => holds(rule, form));
  if (operator === "any") return rest.some((rule) => holds(rule, form));
  if (operator === "not") return !holds(rest[0], form);
  const [code, wanted] = rest;
  const given = ticked(form, code);
  switch (operator) {
    case "answered": return (given.length > 0) === wanted;
    case "is_not": return !given.includes(String(wanted));
    case "at_least": return given.some((value) => Number(value) >= wanted);
    case "at_most": return given.some((value) => Number(value) <= wanted);
    default: return given.includes(String(wanted));
  }
}

// What is not asked itself has no answer; blocks are looked at in their order.
function ticked(form, code) {
  return [...form.elements]
    .filter((field) => field.name === code && field.checked && !field.closest("[data-only-if][hidden]"))
    .map((field) => field.value);
}
