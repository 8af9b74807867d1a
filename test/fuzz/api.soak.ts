import { fuzzApi } from './api';

fuzzApi(600);
