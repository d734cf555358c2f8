/* The style of the pages: quiet, readable, works in light and dark, and from 360 pixels on. */
export const STYLE = `
:root{--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--wash:#f6f8fa;--link:#0969da;--go:#1a7f37}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--wash:#151b23;--link:#4493f8;--go:#3fb950}}
*{box-sizing:border-box}body{margin:0;color:var(--ink);background:var(--paper);font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
header{display:flex;flex-wrap:wrap;gap:10px 20px;align-items:center;padding:10px 20px;border-bottom:1px solid var(--line);background:var(--wash)}
header .brand{font-weight:650;color:var(--ink)}nav{display:flex;gap:14px;flex:1}a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
main{max-width:920px;margin:22px auto;padding:0 18px}h1{font-size:24px;line-height:1.3;margin:0 0 6px;font-weight:600}h3{font-size:17px;margin:0 0 8px}
.meta{color:var(--soft);margin:0 0 18px}.state{display:inline-block;padding:3px 11px;border-radius:20px;color:#fff;background:var(--go);font-size:13px;font-weight:600}.state.closed{background:#8250df}
.label{display:inline-block;padding:0 9px;border-radius:20px;font-size:12px;line-height:20px;font-weight:600;margin:0 4px 4px 0;border:1px solid #0002}
article{border:1px solid var(--line);border-radius:8px;margin:0 0 16px;overflow:hidden}article>.who{padding:7px 14px;background:var(--wash);border-bottom:1px solid var(--line);color:var(--soft);font-size:13.5px}article>.who b{color:var(--ink)}
article.ours{border-color:var(--link)}article>.text{padding:12px 16px;overflow-wrap:anywhere}.text>:first-child{margin-top:0}.text>:last-child{margin-bottom:0}.text ul{padding-left:22px}.text pre{background:var(--wash);padding:10px;border-radius:6px;overflow:auto}.text code{background:var(--wash);padding:1px 5px;border-radius:5px;font-size:13px}.text pre code{padding:0}
.text table{border-collapse:collapse;display:block;overflow:auto}.text td,.text th{border:1px solid var(--line);padding:4px 9px;text-align:left;vertical-align:top}.text blockquote{margin:6px 0;padding:0 12px;border-left:3px solid var(--line);color:var(--soft)}
.box{display:inline-block;width:17px;height:17px;line-height:14px;padding:0;margin:0 4px 0 0;border:1.5px solid var(--soft);border-radius:4px;background:var(--paper);color:#fff;font-size:12px;text-align:center;vertical-align:-3px;cursor:pointer}.box.on{background:var(--link);border-color:var(--link)}span.box{cursor:default;opacity:.85}li:has(>.box),li:has(>p>.box){list-style:none;margin-left:-20px}
.reactions{padding:0 16px 10px}.reactions span{border:1px solid var(--line);border-radius:14px;padding:1px 9px;font-size:13px;margin-right:5px}.hidden{color:var(--soft);font-style:italic}
form.block{display:grid;gap:10px;margin:18px 0}textarea,input[type=text],select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:7px 9px;width:100%}textarea{min-height:96px;resize:vertical}header select{width:auto}label{font-weight:600}label small,.field small{display:block;font-weight:400;color:var(--soft)}
button:not(.box){font:inherit;font-weight:600;border:1px solid var(--line);border-radius:6px;padding:5px 14px;background:var(--wash);color:var(--ink);cursor:pointer}button.go{background:var(--go);border-color:var(--go);color:#fff}.row{display:flex;gap:10px;flex-wrap:wrap}
.list{border:1px solid var(--line);border-radius:8px;padding:0;margin:0;list-style:none}.list li{padding:11px 16px;border-top:1px solid var(--line)}.list li:first-child{border-top:0}.notice{background:#fff8c5;color:#3b2e00;border:1px solid #d4a72c;border-radius:6px;padding:9px 14px}.check{border:1px solid var(--line);border-radius:8px;padding:10px 14px;margin:0 0 14px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
`;
