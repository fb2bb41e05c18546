import { describeHtmlSanitizerContract } from '@cartwright/application/contracts/html-sanitizer';
import { makeHtmlSanitizer } from './html-sanitizer.js';

describeHtmlSanitizerContract('sanitize-html', makeHtmlSanitizer);
