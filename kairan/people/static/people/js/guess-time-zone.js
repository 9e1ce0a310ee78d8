// Proposes the browser's own time zone on the first page of a new office; without it one chooses.
const select = document.querySelector('select[name="time_zone"]');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const untouched = select && [...select.options].every((option) => option.selected === option.defaultSelected);
const known = select && [...select.options].some((option) => option.value === here);
if (untouched && known && !document.querySelector("[aria-invalid]")) select.value = here;
