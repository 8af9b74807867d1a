import { describeOutages } from '../support/process-outage';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

describeOutages(6);
