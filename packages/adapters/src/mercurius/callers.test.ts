import { describeFieldGuards } from '@cartwright/adapters/testing/api-clients/call-every-field';

// A guest, somebody with some permissions, and a program. All ten callers are in the thorough test.
describeFieldGuards(['guest', 'support', 'API key']);
