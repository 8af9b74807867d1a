import { fuzzAnswers } from './answers';

fuzzAnswers(300);
