/*
 * The style of the pages: quiet, readable, in light and dark, from 360 pixels on. Colours are named once and
 * changed for the dark; everything else is the same in both.
 */
const COLOURS = `
:root{color-scheme:light dark;--ink:#1d2125;--soft:#5b6570;--line:#dde2e7;--paper:#fff;--wash:#f5f7f9;--link:#0b5cad;--go:#17713a;--go-ink:#fff;--app:#0b5cad;--app-wash:#f2f7fc;--good:#17713a;--bad:#b3261e;--wait:#8a6100;--wait-wash:#fff6dd;--bad-wash:#fdecea;--done:#6d43b8;--shade:0 1px 2px #0f172a12}
@media(prefers-color-scheme:dark){:root{--ink:#e3e8ed;--soft:#97a3af;--line:#30373f;--paper:#12161b;--wash:#191f26;--link:#6cb2f5;--go:#2e8b57;--go-ink:#fff;--app:#4d97dc;--app-wash:#141d27;--good:#57c084;--bad:#f28b82;--wait:#e3b457;--wait-wash:#2b2414;--bad-wash:#2f1a1a;--done:#9f7be6;--shade:none}}
`;

const GROUND = `
*{box-sizing:border-box}html{scroll-behavior:auto;-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:var(--paper);font:15px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:860px;margin:0 auto;padding:20px 20px 80px}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:25px;line-height:1.3;margin:18px 0 8px;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}h1 small{font-weight:400}h2{font-size:18px;margin:22px 0 8px}p{margin:0 0 12px}
small,.quiet{color:var(--soft)}small{font-size:13px}.quiet small{font-size:inherit}
code,pre{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
.bar{display:flex;gap:6px 16px;align-items:baseline;justify-content:space-between;flex-wrap:wrap}.bar .title{font-weight:600;color:var(--ink);flex:1 1 300px;overflow-wrap:anywhere}.bar>.quiet{font-size:13px;white-space:nowrap}
.notice{padding:9px 14px;border-radius:8px;border:1px solid;font-size:14px}.notice.wait{color:var(--wait);background:var(--wait-wash)}.notice.refused{color:var(--bad);background:var(--bad-wash)}
.empty{padding:26px;text-align:center;color:var(--soft);border:1px dashed var(--line);border-radius:10px}
`;

const HEADER = `
header{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;padding:8px 20px;border-bottom:1px solid var(--line);background:var(--wash);font-size:14px}
header .brand{font-weight:700;color:var(--ink)}header nav{display:flex;gap:14px;flex:1}header nav a{color:var(--soft)}header nav a[aria-current]{color:var(--ink);font-weight:600}
.clock{display:flex;gap:6px;align-items:center;color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}header .clock button:not(.box){padding:1px 9px;font-size:12.5px;font-weight:500}
.person{position:relative}.person summary{display:flex;gap:8px;align-items:center;cursor:pointer;list-style:none;padding:3px 10px 3px 4px;border:1px solid var(--line);border-radius:20px;background:var(--paper)}.person summary::-webkit-details-marker{display:none}
.person form{position:absolute;right:0;top:calc(100% + 6px);width:280px;max-height:70vh;overflow:auto;padding:6px;background:var(--paper);border:1px solid var(--line);border-radius:10px;box-shadow:0 8px 30px #0003}
.person form button{display:flex;gap:9px;align-items:center;width:100%;border:0;background:none;text-align:left;font-weight:400;padding:6px 8px}.person form button:hover,.person form button[aria-current]{background:var(--wash)}.person form small{margin-left:auto}
.face{display:inline-grid;place-items:center;flex:none;width:24px;height:24px;border-radius:50%;font-size:10px;font-weight:700;color:#fff;background:hsl(var(--hue) 42% 42%)}
.sections{display:flex;gap:20px;border-bottom:1px solid var(--line);margin-bottom:4px}.sections a{padding:6px 0 8px;color:var(--soft)}.sections a[aria-current]{color:var(--ink);font-weight:600;box-shadow:inset 0 -2px var(--link)}
.tabs{display:flex;gap:16px;font-size:14px;margin-bottom:10px}.tabs a{color:var(--soft)}.tabs a[aria-current]{color:var(--ink);font-weight:600}
`;

const CONTENT = `
.rows{list-style:none;margin:0 0 20px;padding:0;border:1px solid var(--line);border-radius:10px;overflow:hidden;box-shadow:var(--shade)}.rows>li{padding:13px 18px;border-top:1px solid var(--line)}.rows>li:first-child{border-top:0}.rows h2{margin:0 0 2px;font-size:17px}
.signs{display:flex;flex-wrap:wrap;gap:5px 6px;align-items:center;margin:5px 0}
.standing{padding:1px 10px;border-radius:12px;font-size:12.5px;font-weight:600;line-height:20px;color:#fff;background:var(--soft)}.standing.open{background:var(--good)}.standing.done{background:var(--done)}@media(prefers-color-scheme:dark){.standing{color:#0c1014}}
.label{padding:0 9px;border-radius:12px;font-size:12.5px;line-height:20px;border:1px solid color-mix(in srgb,var(--tint) 45%,var(--line));background:color-mix(in srgb,var(--tint) 16%,var(--paper))}
article{border:1px solid var(--line);border-radius:10px;margin:0 0 16px;box-shadow:var(--shade);scroll-margin-top:70px;overflow:clip}article:target{outline:2px solid var(--link);outline-offset:1px}
.by{display:flex;flex-wrap:wrap;gap:4px 8px;align-items:center;padding:7px 14px;background:var(--wash);border-bottom:1px solid var(--line);color:var(--soft);font-size:13.5px}.by b{color:var(--ink)}.by span:last-child{margin-left:auto}
article.app{border-color:color-mix(in srgb,var(--app) 45%,var(--line))}article.app .by{background:var(--app-wash)}
.text{padding:14px 18px;overflow-wrap:anywhere}.text>:first-child{margin-top:0}.text>:last-child{margin-bottom:0}
.text h1,.text h2,.text h3,.text h4{font-size:17px;margin:20px 0 6px;line-height:1.4}.text h4{font-size:15px}.text ul,.text ol{padding-left:22px;margin:0 0 12px}.text li{margin:3px 0}.text li>p{margin:0}
.text code{background:var(--wash);padding:1px 3px;border-radius:4px;font-size:.88em}.text pre{background:var(--wash);padding:11px 13px;border-radius:8px;overflow:auto;max-height:420px}.text pre code{padding:0;background:none}
.text blockquote{margin:4px 0 12px;padding:0 14px;border-left:3px solid var(--line);color:var(--soft)}.text table{border-collapse:collapse;display:block;overflow:auto}.text td,.text th{border:1px solid var(--line);padding:4px 9px;text-align:left;vertical-align:top}.text hr{border:0;border-top:1px solid var(--line)}
.text details{margin:8px 0}.text summary,.long>summary{cursor:pointer;color:var(--soft)}.text summary:hover{color:var(--ink)}.long>summary{padding:10px 18px}.text sub{color:var(--soft);font-size:12px;vertical-align:baseline}
.box{display:inline-block;flex:none;width:18px;height:18px;margin:0 7px 0 -25px;padding:0;border:1.5px solid var(--soft);border-radius:5px;background:var(--paper);vertical-align:-4px;position:relative}button.box{cursor:pointer}button.box:hover{border-color:var(--link);box-shadow:0 0 0 3px color-mix(in srgb,var(--link) 22%,transparent)}
.box.on{background:var(--link);border-color:var(--link)}.box.on::after{content:"";position:absolute;left:5px;top:1px;width:4px;height:9px;border:solid var(--paper);border-width:0 2px 2px 0;transform:rotate(42deg)}span.box{opacity:.75}
.text li:has(>.box),.text li:has(>p>.box){list-style:none;margin:10px 0}
.reactions{padding:0 18px 12px;margin:0}.reactions span{border:1px solid var(--line);border-radius:14px;padding:2px 10px;font-size:14px;margin-right:5px;background:var(--wash)}
.checks .check{border:1px solid var(--line);border-radius:10px;padding:9px 14px;margin:0 0 10px}.check>summary{cursor:pointer}.check .text{padding:12px 4px 2px 26px}.sign{display:inline-grid;place-items:center;width:20px;height:20px;border-radius:50%;margin-right:7px;font-size:12px;font-weight:700;color:var(--paper);background:var(--wait)}.sign.good{background:var(--good)}.sign.bad{background:var(--bad)}.checks{scroll-margin-top:70px}
`;

const FORMS = `
form.block{display:grid;gap:18px;margin:20px 0}.block>.text{padding:0}.composer{scroll-margin-top:70px}
.field{display:grid;gap:5px;border:0;padding:0;margin:0;min-width:0}.field .name{font-weight:600}.field i{color:var(--bad);font-style:normal}.field legend{padding:0;margin-bottom:4px;display:grid}.choice{display:flex;gap:9px;align-items:baseline;padding:2px 0}
textarea,input[type=text],select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 11px;width:100%}textarea{resize:vertical}textarea:focus,input:focus,select:focus{border-color:var(--link)}::placeholder{color:var(--soft);opacity:.75}
button:not(.box),.button{font:inherit;font-size:14px;font-weight:600;display:inline-block;border:1px solid var(--line);border-radius:8px;padding:6px 14px;background:var(--wash);color:var(--ink);cursor:pointer}button:not(.box):hover,.button:hover{border-color:var(--soft);text-decoration:none}button.go,.button.go{background:var(--go);border-color:var(--go);color:var(--go-ink)}
.buttons{display:flex;gap:8px 10px;flex-wrap:wrap;align-items:center;margin:12px 0}.block .buttons{margin:0}
.hints{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin:-6px 0 0}.hint{font:12.5px/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;padding:3px 9px;border:1px solid var(--line);border-radius:14px;color:var(--soft);background:var(--wash);overflow-wrap:anywhere}.hint:hover{color:var(--ink);text-decoration:none;border-color:var(--soft)}
@media(max-width:560px){main{padding:12px 14px 60px}header{padding:8px 14px;position:static}header nav{order:3;flex-basis:100%}.person{margin-left:auto}h1{font-size:21px}.text{padding:12px 14px}.by span:last-child{margin-left:0}.clock span{font-size:13px}}
`;

export const STYLE = `${COLOURS}${GROUND}${HEADER}${CONTENT}${FORMS}`;
