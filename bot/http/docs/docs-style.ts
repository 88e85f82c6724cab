/** The looks of /docs, served beside it so that no inline style is needed. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6673; --line: #d9dfe6; --paper: #fff; --tint: #f4f6f8;
  --get: #1f6feb; --post: #1a7f4b; --put: #9a6700; --patch: #8250df; --delete: #c4314b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ecf2; --soft: #9aa6b4; --line: #333d49; --paper: #14191f; --tint: #1c232b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 6rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; } h2 { margin: 2.5rem 0 .75rem; text-transform: capitalize; } h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin: 1rem 0; }
a { color: inherit; } p { margin: .25rem 0 .75rem; color: var(--soft); }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .4rem 0; }
summary { cursor: pointer; padding: .55rem .8rem; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
details[open] > summary { border-bottom: 1px solid var(--line); }
details > div { padding: .25rem 1rem 1rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { background: var(--tint); padding: .75rem; border-radius: .4rem; overflow-x: auto; margin: .25rem 0; }
.method { font-weight: 700; text-transform: uppercase; min-width: 4.2rem; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .patch { color: var(--patch); } .delete { color: var(--delete); }
.what { color: var(--soft); } .lock { margin-left: auto; color: var(--soft); font-size: .85rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; } td, th { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
`;
