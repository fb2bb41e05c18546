import { describeFieldGuards } from '@cartwright/adapters/testing/api-clients/call-every-field';
import { callers } from '@cartwright/adapters/testing/api-clients/callers';

describeFieldGuards(callers);
