import { describeOutages } from '../support/process-outage';

jest.setTimeout(120_000);

describeOutages(60);
