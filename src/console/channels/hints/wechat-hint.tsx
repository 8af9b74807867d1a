import { useTranslation } from 'react-i18next';
import type { ChannelKind } from '../../../domain/channel-kinds';
import { type HintPage, type RowName, SITES, WECHAT_LABELS } from './pages';
import css from './wechat-hint.module.css';

const WIDTH = 320;
const TOP = 26;
const SIDE = 84;
const ROW = 38;
/** The height of a section's title. */
const TITLE = 22;

type Props = {
  readonly kind: ChannelKind;
  readonly page: HintPage;
  /** The rows that the reader needs now; they are framed. */
  readonly targets: readonly RowName[];
};

/** A drawing of WeChat's page where values are found, with the way there in words and a link. */
export function WechatHint({ kind, page, targets }: Props) {
  const { t } = useTranslation();
  const site = SITES[kind];
  const { tabs, section, rows } = site.drawings[page];
  const isMiniProgram = kind === 'mini_program';
  const height = TOP + 20 + Math.max(TITLE + rows.length * ROW, 76);
  return (
    <figure className={css.hint}>
      <svg className={css.drawing} viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
        <rect className={css.frame} x="0.5" y="0.5" width={WIDTH - 1} height={height - 1} rx="8" />
        <path className={css.bar} d={`M1 8a7 7 0 0 1 7-7h${WIDTH - 16}a7 7 0 0 1 7 7v${TOP - 8}H1z`} />
        {[14, 26, 38].map((x) => (
          <circle key={x} className={css.dot} cx={x} cy={TOP / 2} r="3.5" />
        ))}
        <text className={css.menu} x="54" y={TOP / 2 + 4}>
          {site.host}
        </text>
        <text className={css.menu} x="10" y={TOP + 20}>
          {site.above}
        </text>
        {tabs.map((item, at) => (
          <g key={item}>
            {at === 0 && (
              <rect
                className={css.active}
                x="6"
                y={TOP + 28 + at * 22}
                width={SIDE - 10}
                height="19"
                rx="4"
              />
            )}
            <text className={at === 0 ? css.menuActive : css.menu} x="14" y={TOP + 41 + at * 22}>
              {item}
            </text>
          </g>
        ))}
        <rect
          className={css.paper}
          x={SIDE}
          y={TOP + 8}
          width={WIDTH - SIDE - 8}
          height={height - TOP - 16}
          rx="6"
        />
        <text className={css.section} x={SIDE + 10} y={TOP + 25}>
          {section}
        </text>
        {rows.map((name, at) => {
          const y = TOP + 10 + TITLE + at * ROW;
          return (
            <g key={name}>
              <text className={css.text} x={SIDE + 10} y={y + 15}>
                {WECHAT_LABELS[name]}
              </text>
              <text className={css.gloss} x={SIDE + 10} y={y + 28}>
                {t(`hints.row_${name}`)}
              </text>
              <rect className={css.faint} x={WIDTH - 66} y={y + 9} width="38" height="12" rx="4" />
              {targets.includes(name) && (
                <>
                  <rect
                    className={css.target}
                    x={SIDE + 4}
                    y={y + 1}
                    width={WIDTH - SIDE - 16}
                    height={ROW - 5}
                    rx="6"
                  />
                  <path className={css.arrow} d={`M${WIDTH - 22} ${y + 9}l8 6-8 6z`} />
                </>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption>
        {t(isMiniProgram ? `hints.${page}OfMini` : `hints.${page}`)}{' '}
        <a href={site.url} target="_blank" rel="noreferrer">
          {t(`hints.${site.open}`)}
        </a>
      </figcaption>
    </figure>
  );
}
