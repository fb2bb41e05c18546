import type { HtmlSanitizer } from '@cartwright/application';
import sanitizeHtml, { type IOptions } from 'sanitize-html';

const words = (...lines: readonly string[]): string[] => lines.flatMap((line) => line.split(' '));

/** What describes a product. Styles, classes and ids are left out: they could imitate the page around it. */
const options: IOptions = {
  allowedTags: words(
    'h1 h2 h3 h4 h5 h6 p div br hr blockquote pre figure figcaption ul ol li dl dt dd',
    'table caption thead tbody tfoot tr th td',
    'strong b em i u s del ins mark small sub sup span code abbr a img',
  ),
  allowedAttributes: {
    a: ['href', 'title'],
    abbr: ['title'],
    img: ['src', 'alt', 'width', 'height'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  // Their text is code or is parsed by other rules, so it is dropped with them.
  nonTextTags: words(
    'script style textarea option noscript noembed noframes template xmp title svg math iframe object',
  ),
  parseStyleAttributes: false,
  nestingLimit: 100,
};

/** Text with none of these is the same in HTML. */
const markup = /[<>&]/u;

/**
 * @example
 * makeHtmlSanitizer().sanitize('<p onclick="steal()">A mug</p><script>steal()</script>'); // '<p>A mug</p>'
 */
export const makeHtmlSanitizer = (): HtmlSanitizer => ({
  sanitize: (html) => (markup.test(html) ? sanitizeHtml(html, options) : html),
});
