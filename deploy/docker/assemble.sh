#!/bin/sh
# Makes the content of the image: compiled sources, dependencies of the run alone, and the SBOM of just those.
# The Dockerfile runs it, and `npm run verify image` without a container engine.  Usage: assemble.sh TARGET, in a clean source tree.
set -eu
target=$1
npm ci --no-fund --no-audit
npm run --silent build
npm prune --omit=dev --no-fund --no-audit
mkdir -p "$target/docs"
# Of what is there now. With `--omit=dev` npm would leave out what is both a tool of ours and needed by a dependency.
npm pkg delete devDependencies scripts
npm sbom --sbom-format=cyclonedx --sbom-type=application > "$target/sbom.cdx.json"
cp -R package.json LICENSE dist node_modules "$target/"
# The pages that the `type` of an error names are made of it.
cp docs/errors.md "$target/docs/"
# Nobody looks for mistakes in there at run time: source maps of dependencies, their types and their tests' data.
find "$target/node_modules" -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) ! -iname '*licen*' -delete
