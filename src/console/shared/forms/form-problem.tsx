import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { describeError } from '../describe-error';

/** What is wrong with a form as a whole, above it: an error of a request, or a text. */
export function FormProblem({ problem }: { readonly problem: Error | string | null }) {
  const { t, i18n } = useTranslation();
  if (problem === null) return null;
  const title = typeof problem === 'string' ? problem : describeError(problem, t, i18n.language);
  return <Alert type="error" showIcon role="alert" style={{ marginBottom: 16 }} title={title} />;
}
