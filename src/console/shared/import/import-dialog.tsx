import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportLine } from '../../../contracts/data/import';
import { describeError } from '../describe-error';
import { notify } from '../notify';
import { Dialog } from '../ui/dialog';
import css from './import-dialog.module.css';
import { importFile } from './import-file';

type Place = {
  readonly name: 'brandId' | 'channelId';
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** More are not read by anybody; what is wrong comes first. */
const MOST_SHOWN = 200;

/** Imports a CSV file: first it shows what each line would do, and then all of it is done, or nothing. */
export function ImportDialog(props: {
  readonly what: 'canned-replies' | 'operators' | 'tags';
  readonly place?: Place;
  /** What is read anew afterwards. */
  readonly changes: readonly QueryKey[];
  readonly close: () => void;
}) {
  const { what, place, changes, close } = props;
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const fileId = useId();
  const placeId = useId();
  const [file, setFile] = useState<File | null>(null);
  const [placeValue, setPlaceValue] = useState(
    place?.options.length === 1 ? place.options[0]?.value : undefined,
  );
  const run = useMutation({
    meta: { showsErrors: true },
    mutationFn: (given: {
      readonly file: File;
      readonly place: string | undefined;
      readonly dryRun: boolean;
    }) =>
      importFile(what, given.file, {
        dryRun: given.dryRun,
        ...(place === undefined || given.place === undefined ? {} : { [place.name]: given.place }),
      }),
  });
  const isReady = place === undefined || placeValue !== undefined;
  const preview = (chosen: File | null, at: string | undefined): void => {
    run.reset();
    if (chosen !== null && (place === undefined || at !== undefined)) {
      run.mutate({ file: chosen, place: at, dryRun: true });
    }
  };
  const { data } = run;
  const count = (data?.created ?? 0) + (data?.changed ?? 0);
  const apply = (): void => {
    if (file === null) return;
    run.mutate(
      { file, place: placeValue, dryRun: false },
      {
        onSuccess(result) {
          if (!result.applied) return;
          for (const queryKey of changes) void client.invalidateQueries({ queryKey });
          notify({ kind: 'success', title: t('imports.done', { lines: result.created + result.changed }) });
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title={t(`imports.title_${what}`)}
      width={720}
      okText={t('imports.run')}
      okButtonProps={{
        disabled: data === undefined || data.errors > 0 || count === 0,
        loading: run.isPending,
      }}
      cancelText={t('common.cancel')}
      onOk={apply}
      onCancel={close}
    >
      <div className={css.stack}>
        <p>{t(`imports.columns_${what}`)}</p>
        {place !== undefined && (
          <label className={css.field} htmlFor={placeId}>
            {place.label}
            <Select
              id={placeId}
              value={placeValue ?? null}
              options={[...place.options]}
              onChange={(value: string) => {
                setPlaceValue(value);
                preview(file, value);
              }}
            />
          </label>
        )}
        <label className={css.field} htmlFor={fileId}>
          {t('imports.file')}
          <input
            id={fileId}
            type="file"
            accept=".csv,text/csv"
            disabled={!isReady}
            onChange={({ target }) => {
              const chosen = target.files?.[0] ?? null;
              setFile(chosen);
              preview(chosen, placeValue);
            }}
          />
        </label>
        {run.error !== null && (
          <Alert type="error" showIcon title={describeError(run.error, t, i18n.language)} />
        )}
        {data !== undefined && (
          <>
            <p role="status">
              {t('imports.preview', {
                created: data.created,
                changed: data.changed,
                unchanged: data.unchanged,
                errors: data.errors,
              })}
            </p>
            <Lines lines={data.items} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Lines({ lines }: { readonly lines: readonly ImportLine[] }) {
  const { t } = useTranslation();
  const sorted = lines.toSorted((one, other) => rank(one) - rank(other));
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('imports.lines')}>
      <table className={css.lines}>
        <thead>
          <tr>
            <th scope="col">{t('imports.line')}</th>
            <th scope="col">{t('imports.key')}</th>
            <th scope="col">{t('imports.outcome')}</th>
            <th scope="col">{t('imports.detail')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_SHOWN).map(({ line, key, status, code, field, detail }) => (
            <tr key={line}>
              <td>{line}</td>
              <td>{key}</td>
              <td>{code === undefined ? t(`imports.status_${status}`) : t(`imports.code_${code}`)}</td>
              <td>{code === 'invalid' ? `${field ?? ''}: ${detail ?? ''}` : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is wrong comes first. */
function rank({ status, line }: ImportLine): number {
  return status === 'error' ? line : line + 1_000_000;
}
