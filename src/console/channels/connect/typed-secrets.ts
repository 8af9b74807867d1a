/** Values of this visit that WeChat's page asks for as well; they are kept nowhere. */
export type TypedSecrets = { readonly token?: string; readonly encodingAesKey?: string };
