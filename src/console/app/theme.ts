import { type ThemeConfig, theme } from 'antd';

/**
 * The class that carries antd's tokens as CSS variables (`--ant-…`). It is on the root of the page, so that all
 * styles see them.
 */
export const THEME_CLASS = 'duihua-theme';

const shared = {
  borderRadius: 8,
  fontSize: 14,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif',
  wireframe: false,
  // With reduced motion, dialogs appear and disappear at once.
  motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
} as const;

/** antd's greys and green stay below WCAG AA on their backgrounds; these do not (test/browser). */
const light: ThemeConfig['token'] = {
  colorPrimary: '#0b6b5e',
  colorLink: '#0b6b5e',
  colorInfo: '#0b6b5e',
  colorSuccess: '#187a3c',
  colorWarning: '#9a5b00',
  colorError: '#c02b2b',
  colorTextBase: '#16211f',
  colorTextSecondary: '#4a5754',
  colorTextTertiary: '#5a6764',
  colorTextDescription: '#5a6764',
  colorTextPlaceholder: '#66726f',
  colorBgLayout: '#f3f6f5',
  colorBorderSecondary: '#e3e9e7',
  // antd derives these from the colours above, and turns them grey.
  colorPrimaryBg: '#e3f2ee',
  colorPrimaryBgHover: '#d2e9e3',
  colorInfoBg: '#e3f2ee',
  colorInfoBorder: '#b4d8cf',
  colorSuccessBg: '#e7f5ec',
  colorSuccessBorder: '#b6dcc3',
  colorWarningBg: '#fdf4e3',
  colorWarningBorder: '#ead3a6',
  colorErrorBg: '#fdeeec',
  colorErrorBorder: '#f0bdb7',
};
const dark: ThemeConfig['token'] = {
  colorPrimary: '#4fd0ba',
  colorLink: '#5fd6c2',
  colorInfo: '#4fd0ba',
  colorSuccess: '#5cc98a',
  colorWarning: '#e5a94b',
  colorError: '#ff7b72',
  colorTextBase: '#e8efed',
  colorBgBase: '#0f1514',
  colorTextSecondary: '#b4c0bd',
  colorTextTertiary: '#9fadaa',
  colorTextDescription: '#9fadaa',
  colorTextPlaceholder: '#94a29f',
  colorBgLayout: '#0b100f',
  colorBgContainer: '#131a19',
  colorBgElevated: '#1a2322',
  colorBorder: '#374542',
  colorBorderSecondary: '#26312f',
  colorTextLightSolid: '#062420',
  colorPrimaryBg: '#12302b',
  colorPrimaryBgHover: '#173b35',
  colorInfoBg: '#12302b',
  colorInfoBorder: '#255349',
  colorSuccessBg: '#12301f',
  colorSuccessBorder: '#255339',
  colorWarningBg: '#2e2412',
  colorWarningBorder: '#5a4520',
  colorErrorBg: '#341918',
  colorErrorBorder: '#6b2f2c',
};

/** The console's theme, light or dark. */
export function themeFor(isDark: boolean): ThemeConfig {
  return {
    cssVar: { key: THEME_CLASS },
    hashed: false,
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...shared, ...(isDark ? dark : light) },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  };
}
