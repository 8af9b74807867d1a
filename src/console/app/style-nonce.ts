/** The page's nonce for style elements (src/api/console/routes.ts). */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

/**
 * Gives the nonce to every style element that our scripts create. antd does this itself (`ConfigProvider csp`),
 * except for the element that stops the page from scrolling under a dialog: it takes no nonce and would be blocked.
 */
export function giveNonceToStyles(): void {
  if (styleNonce === undefined) return;
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
    return element;
  };
}
