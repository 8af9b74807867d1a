/** Starts the console: first the language, so that no text appears in another one, then the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { giveNonceToStyles } from './app/style-nonce';
import { startLanguage } from './i18n/i18n';
import { guardInputMethods } from './shared/keyboard/input-method';
import './app/base.css';

async function start(): Promise<void> {
  giveNonceToStyles();
  guardInputMethods(window);
  await startLanguage();
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
