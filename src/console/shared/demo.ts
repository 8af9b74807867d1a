/**
 * Under `/demo` the whole console runs a second time, with a phone next to it: all its addresses, with `/demo` before
 * them. So its pages know nothing of the demo, and reload, back and links work.
 */
export const DEMO_BASE = '/demo';
/** The width that the phone takes beside the console, in pixels, if there is room for both. */
export const PHONE_PX = 384;
export const isDemo =
  window.location.pathname === DEMO_BASE || window.location.pathname.startsWith(`${DEMO_BASE}/`);
