/** The page's nonce for style elements (src/api/console/routes.ts). */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

/**
 * Gives the nonce to every style element that our scripts make. The kit does so by itself (`ConfigProvider csp`) but
 * for the one that keeps the page still under a dialog, which takes no nonce and would be blocked.
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
