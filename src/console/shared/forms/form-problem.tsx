import { Alert } from 'antd';

/** What is wrong with a form as a whole, above it. */
export function FormProblem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return <Alert type="error" showIcon role="alert" style={{ marginBottom: 16 }} title={text} />;
}
