// Whether words that stand on the page are those that somebody types: begun, inside, or with one slip of the fingers.
import { fold } from "./words.js";

const SLIPS_FROM = 4; // letters: shorter words are too like one another

export const parts = (typed) => fold(typed).split(/\s+/).filter(Boolean);
export const begins = (words, typed) => {
  const whole = parts(words);
  return typed.length > 0 && typed.every((part) => whole.some((word) => word.startsWith(part)));
};
export const holds = (words, typed) => {
  const text = fold(words);
  return typed.every((part) => text.includes(part));
};
export const nearly = (words, typed) => {
  const whole = parts(words);
  return typed.every((part) => whole.some((word) => word.startsWith(part) || isSlip(part, word)));
};

// One letter too many, too few, another one, or two in the wrong order; the end of the word may be missing.
function isSlip(part, word) {
  if (part.length < SLIPS_FROM) return false;
  let same = 0;
  while (same < part.length && part[same] === word[same]) same += 1;
  const [rest, left] = [part.slice(same), word.slice(same)];
  const swapped = left.length > 1 && left[1] + left[0] + left.slice(2);
  return left.startsWith(rest.slice(1)) || left.slice(1).startsWith(rest) || left.slice(1).startsWith(rest.slice(1))
    || (swapped && swapped.startsWith(rest));
}
