import { fuzzApi } from './api';

fuzzApi(400);
