import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../notify';

const SHOWN_MS = 2_000;

/** Copies `text` and confirms it. `label` names what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Browsers refuse this without https.
      notify({ kind: 'error', title: t('common.copyFailed') });
    }
  };
  return (
    <Button
      icon={isCopied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      // Contains the visible text in both states (WCAG 2.5.3).
      aria-label={isCopied ? `${t('common.copied')}: ${label}` : t('common.copy', { what: label })}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? t('common.copied') : t('common.copyShort')}</span>
    </Button>
  );
}
