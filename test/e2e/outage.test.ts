import { describeOutages } from '../support/process-outage';

jest.setTimeout(60_000);

describeOutages(6);
