// Builds static/css and static/fonts from assets/ and node_modules; with --check only says whether they are up to date.
import { readFileSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const fonts = join(root, "node_modules/@fontsource-variable/source-sans-3");
const subsets = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];

const outputs = ["main", "admin"].map((name) => {
  const { css } = sass.compile(join(root, `assets/scss/${name}.scss`), {
    style: "compressed",
    loadPaths: [join(root, "node_modules/govuk-frontend/dist")],
    quietDeps: true,
  });
  return [`static/css/${name}.css`, Buffer.from(css + "\n")];
});
for (const subset of subsets) {
  for (const slope of ["normal", "italic"]) {
    const name = `source-sans-3-${subset}-wght-${slope}.woff2`;
    outputs.push([`static/fonts/${name}`, readFileSync(join(fonts, "files", name))]);
  }
}
outputs.push(["static/fonts/OFL.txt", readFileSync(join(fonts, "LICENSE"))]);

const stale = outputs.filter(([path, content]) => {
  const file = join(root, path);
  return !existsSync(file) || !readFileSync(file).equals(content);
});

if (process.argv.includes("--check")) {
  if (stale.length) {
    console.error(`Not up to date: ${stale.map(([path]) => path).join(", ")}. Run "npm run build" and commit the result.`);
    process.exit(1);
  }
  console.log("static/css and static/fonts are up to date.");
} else {
  for (const [path, content] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    console.log(`written ${path} (${content.length} bytes)`);
  }
  if (!stale.length) console.log("Nothing to do.");
}
