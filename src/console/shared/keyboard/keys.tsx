import { Fragment } from 'react';
import { type KeyLabel, keyNames } from './key-table';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys for something, as one text: for tooltips and buttons. */
export function keyText(label: KeyLabel): string {
  return keyNames(label, IS_MAC).join('+');
}

/** The keys for something, drawn as keys. */
export function Keys({ label }: { readonly label: KeyLabel }) {
  return keyNames(label, IS_MAC).map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ' + '}
      <kbd>{name}</kbd>
    </Fragment>
  ));
}
