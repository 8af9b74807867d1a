import { AFTER_UPLOAD, describeUploadCrashes } from '../support/upload-crash';

// A busy machine takes many times as long as an idle one.
jest.setTimeout(180_000);

describeUploadCrashes([AFTER_UPLOAD]);
