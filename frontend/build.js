// Builds everything the pages load into ../static/built (ignored by git): one style sheet, one script,
// the icon sprite and the font. `npm ci && npm run build` is all there is to it.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "static");
const modules = join(here, "node_modules");
const target = join(modules, ".build");
const finished = join(source, "built");
const replaced = join(modules, ".build-before");

const FONT_FILES = {
  "atkinson-hyperlegible-next-latin-wght-normal.woff2": "atkinson-hyperlegible-next-latin.woff2",
  "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "atkinson-hyperlegible-next-latin-ext.woff2",
};

/** One pattern library compiled by itself: each sets its own Sass variables, so they cannot share an entry. */
function library(entry) {
  const result = sass.compile(join(here, "scss", entry), {
    loadPaths: [here, modules, join(modules, "govuk-frontend/dist")],
    quietDeps: true,
    style: "expanded",
    silenceDeprecations: ["if-function"],
  });
  // MOJ's timeline names a picture of theirs, which the portal neither needs nor may ship.
  return result.css.replace(/background-image:\s*url\([^)]*\);?/g, "");
}

/** The libraries in the lowest layer, then our own sheets: tokens, base, layout, components, print. */
async function styles() {
  const components = (await readdir(join(source, "css/components"))).filter((name) => name.endsWith(".css")).sort();
  const ours = [
    ...["tokens", "base", "layout"].map((name) => [`${name}.css`, name]),
    ...["spine", "bars", "public"].map((name) => [`${name}.css`, "layout"]),
    ...components.map((name) => [`components/${name}`, "components"]),
    ["print.css", "print"],
  ];
  const entry = [
    "@layer library, tokens, base, layout, components, print;",
    `@import "library:govuk.scss" layer(library);`,
    `@import "library:moj.scss" layer(library);`,
    ...ours.map(([file, layer]) => `@import "${join(source, "css", file)}" layer(${layer});`),
  ].join("\n");
  await build({
    stdin: { contents: entry, loader: "css", resolveDir: here },
    outfile: join(target, "portal.css"),
    bundle: true,
    minify: true,
    target: ["chrome109", "firefox115", "safari15.6"],
    external: ["*.woff2"],
    plugins: [
      {
        name: "library",
        setup(hooks) {
          hooks.onResolve({ filter: /^library:/ }, ({ path }) => ({ path: path.slice(8), namespace: "library" }));
          hooks.onLoad({ filter: /.*/, namespace: "library" }, ({ path }) => ({ contents: library(path), loader: "css" }));
        },
      },
    ],
  });
}

async function scripts() {
  await build({
    entryPoints: [join(source, "js/portal.js")],
    outdir: target,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    minify: true,
    legalComments: "none",
    nodePaths: [modules],
    target: ["chrome109", "firefox115", "safari15.6"],
  });
}

/** Every icon as a symbol of one sprite; colour and weight of its strokes come from the page. */
async function icons() {
  const files = (await readdir(join(source, "icons"))).filter((name) => name.endsWith(".svg") && name !== "favicon.svg").sort();
  const symbols = await Promise.all(
    files.map(async (file) => {
      const svg = await readFile(join(source, "icons", file), "utf8");
      const [, attributes, shapes] = svg.match(/<svg ([^>]*)>([\s\S]*)<\/svg>/);
      return `<symbol id="${basename(file, ".svg")}" ${attributes.replace(/(xmlns|stroke-width)="[^"]*" ?/g, "").trim()}>${shapes.trim()}</symbol>`;
    }),
  );
  await writeFile(join(target, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function fonts() {
  const from = join(modules, "@fontsource-variable/atkinson-hyperlegible-next");
  await mkdir(join(target, "fonts"), { recursive: true });
  await Promise.all(
    Object.entries(FONT_FILES).map(([file, name]) => copyFile(join(from, "files", file), join(target, "fonts", name))),
  );
  await copyFile(join(from, "LICENSE"), join(target, "fonts", "LICENSE"));
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([styles(), scripts(), icons(), fonts()]);

// A portal that is running keeps its files until the new ones stand in their place.
await rm(replaced, { recursive: true, force: true });
await rename(finished, replaced).catch(() => {});
await rename(target, finished);
await rm(replaced, { recursive: true, force: true });
