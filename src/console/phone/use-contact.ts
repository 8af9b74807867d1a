import { useStored } from '../shared/ui/use-stored';
import { usePhone } from './requests';

export type ChosenContact = {
  /** Undefined: there is nobody yet. */
  readonly openId: string | undefined;
  readonly choose: (openId: string) => void;
};

/** Whose phone is shown: who was chosen last in this browser, else the first. */
export function useContact(): ChosenContact {
  const [stored, choose] = useStored('demo.contact');
  const contacts = usePhone().data?.contacts ?? [];
  const openId = (contacts.find((one) => one.openId === stored) ?? contacts[0])?.openId;
  return { openId, choose };
}
