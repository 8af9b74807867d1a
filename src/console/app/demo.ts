/**
 * Below `/demo` the whole console runs a second time with a phone beside it: all its addresses, with `/demo` before
 * them. So its pages know nothing of the demo, and reload, back and links work.
 */
export const DEMO_BASE = '/demo';
export const isDemo =
  window.location.pathname === DEMO_BASE || window.location.pathname.startsWith(`${DEMO_BASE}/`);
