/** The one style sheet of a saved transcript: for the screen and, without colours that cost ink, for paper. */
export const STYLE = `
:root{color-scheme:light;font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Hiragino Sans","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{margin:0;background:#eef0f2;color:#1c2024}
.page{box-sizing:border-box;max-width:52rem;margin:0 auto;padding:2rem 2.5rem 3rem;background:#fff;min-height:100vh}
header{border-bottom:2px solid #1c2024;padding-bottom:.75rem;margin-bottom:1.5rem}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .4rem}
header p,footer{color:#5a6169;font-size:.85rem;margin:.15rem 0}
h2{font-size:.85rem;font-weight:600;color:#5a6169;text-align:center;margin:2rem 0 1rem}
article{margin:0 0 .9rem;max-width:82%;break-inside:avoid}
article.outbound{margin-left:auto}
.who{display:flex;gap:.75rem;align-items:baseline;justify-content:space-between;font-size:.8rem;margin:0 0 .2rem;color:#3a4047}
.who bdi{font-weight:600;overflow-wrap:anywhere}
time{color:#5a6169;white-space:nowrap;font-variant-numeric:tabular-nums}
.says{border:1px solid #d5d9dd;border-radius:.5rem;padding:.5rem .8rem;background:#f7f8f9}
.outbound .says{background:#e9f6ec;border-color:#bfdfc8}
.note{max-width:none}
.note .says{background:#fff8e1;border-color:#ecd995;border-style:dashed}
.says p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.says p+p{margin-top:.25rem}
img{display:block;max-width:100%;max-height:28rem;margin-top:.35rem;border-radius:.25rem}
.facts{margin:.2rem 0 0;font-size:.78rem;color:#5a6169;overflow-wrap:anywhere}
[data-status=failed] .facts,[data-status=unknown] .facts{color:#a8201a;font-weight:600}
[data-status=held] .says,[data-status=queued] .says,[data-status=cancelled] .says{border-style:dashed}
.event{text-align:center;font-size:.82rem;color:#5a6169;margin:.9rem auto;max-width:82%;overflow-wrap:anywhere;break-inside:avoid}
footer{border-top:1px solid #d5d9dd;margin-top:2rem;padding-top:.75rem}
@page{margin:16mm 14mm}
@media print{
body{background:none;font-size:10.5pt}
.page{max-width:none;padding:0;min-height:0}
h2{break-after:avoid}
.says{background:none!important;border-color:#8a9199!important}
article:has(img){break-inside:auto}
img{max-height:110mm;break-inside:avoid}
}`;
