import type { PageRequest, Post, PostComment, PublishedFilter } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';
import { sampleComment, samplePost } from './sample-journal.js';

const ten = { type: 'page', page: 1, limit: 10 } as const;

export const describeJournalRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('posts', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (...all: readonly Post[]) => {
      for (const post of all) valueOf(await subject().unitOfWork.run(({ posts }) => posts.add(post)));
    };
    const published = async (filter: Partial<PublishedFilter> = {}, request: PageRequest = ten) =>
      valueOf(
        await subject().unitOfWork.read(({ posts }) => posts.published({ at: afterNoon(60), ...filter }, request)),
      );
    const titles = async (filter: Partial<PublishedFilter>) => (await published(filter)).data.map(({ title }) => title);

    it('are found as they were added and changed, until they are removed with their comments', async () => {
      const { unitOfWork } = subject();
      const { id: authorId } = await addUser(unitOfWork);
      const post = samplePost({
        authorId,
        excerpt: 'Twice',
        image: { url: '/images/1/page.webp', alt: 'A mug' },
        translations: { de: { title: 'Wie wir glasieren' } },
      });
      await add(post);
      const find = async () => valueOf(await unitOfWork.read(({ posts }) => posts.find(post.id)));
      expect(await find()).toStrictEqual(post);
      expect(valueOf(await unitOfWork.run(({ posts }) => posts.lock(post.id)))).toStrictEqual(post);
      const { excerpt: _excerpt, image: _image, authorId: _authorId, publishAt: _at, ...bare } = post;
      const changed: Post = { ...bare, status: 'draft', tags: [], version: 2, updatedAt: afterNoon(1) };
      valueOf(await unitOfWork.run(({ posts }) => posts.save(changed)));
      expect(await find()).toStrictEqual(changed);
      const comment = sampleComment({ postId: post.id, userId: authorId });
      valueOf(await unitOfWork.run(({ comments }) => comments.add(comment)));
      valueOf(await unitOfWork.run(({ posts }) => posts.remove(post.id)));
      expect([await find(), valueOf(await unitOfWork.read(({ posts }) => posts.find('none')))]).toEqual([
        undefined,
        undefined,
      ]);
      expect(valueOf(await unitOfWork.run(({ comments }) => comments.lock(comment.id)))).toBeUndefined();
    });

    it('have a slug of their own, which is made of the title where none is given', async () => {
      const { unitOfWork } = subject();
      const unnamed = ({ slug: _slug, ...post }: Post) => unitOfWork.run(({ posts }) => posts.add(post));
      const [first, second] = [valueOf(await unnamed(samplePost())), valueOf(await unnamed(samplePost()))];
      expect([first.slug, second.slug]).toEqual(['how-we-glaze-mugs', 'how-we-glaze-mugs-2']);
      const taken = { type: 'post.slug-taken', slug: first.slug };
      const added = await unitOfWork.run(({ posts }) => posts.add(samplePost({ slug: first.slug })));
      expect(added._unsafeUnwrapErr()).toEqual(taken);
      const saved = await unitOfWork.run(({ posts }) => posts.save({ ...second, slug: first.slug }));
      expect(saved._unsafeUnwrapErr()).toEqual(taken);
    });

    it('are shown from their date on while they are published, the latest first', async () => {
      const [old, latest] = [samplePost(), samplePost({ publishAt: afterNoon(10) })];
      const { publishAt: _date, ...undated } = samplePost({ status: 'draft' });
      await add(old, latest, samplePost({ publishAt: afterNoon(61) }), samplePost({ status: 'archived' }), undated);
      const { data, meta } = await published();
      expect(data).toStrictEqual([latest, old].map((post) => ({ ...post, comments: { count: 0 } })));
      expect(meta).toMatchObject({ total: 2 });
      const one = async (idOrSlug: string, at = afterNoon(60)) =>
        valueOf(await subject().unitOfWork.read(({ posts }) => posts.publishedOne(idOrSlug, at)))?.id;
      expect([await one(old.slug), await one(old.id), await one(old.id, afterNoon(-1)), await one(undated.id)]).toEqual(
        [old.id, old.id, undefined, undefined],
      );
      const slugs = valueOf(await subject().unitOfWork.read(({ posts }) => posts.publishedSlugs(afterNoon(60))));
      expect(slugs).toEqual([latest, old].map(({ slug, updatedAt }) => ({ slug, updatedAt })));
    });

    it('are listed by cursor without a gap, and by status for editors', async () => {
      const { unitOfWork } = subject();
      const all = [1, 2, 3].map((second) => samplePost({ publishAt: afterNoon(second), createdAt: afterNoon(second) }));
      await add(...all, samplePost({ status: 'archived' }));
      const start = await published({}, { type: 'cursor', limit: 2 });
      const cursor = 'nextCursor' in start.meta ? (start.meta.nextCursor ?? '') : '';
      const rest = await published({}, { type: 'cursor', limit: 2, cursor });
      expect([...start.data, ...rest.data].map(({ id }) => id)).toEqual([...all].reverse().map(({ id }) => id));
      const bad = await unitOfWork.read(({ posts }) =>
        posts.published({ at: noon }, { type: 'cursor', limit: 2, cursor: 'none' }),
      );
      expect(bad._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
      const page = async (filter: object) => valueOf(await unitOfWork.read(({ posts }) => posts.page(filter, ten)));
      expect([(await page({})).data.length, (await page({ status: 'archived' })).data.length]).toEqual([4, 1]);
    });

    it('are found by words of title, tags, author and text, in any form, without accents and with typing errors', async () => {
      await add(
        samplePost({ title: 'Lanterns for the garden', body: '<p>Brass and glass.</p>', tags: ['summer'] }),
        samplePost({ title: 'Käse and bread', body: '<p>What goes with lanterns.</p>', author: 'Grace Hopper' }),
        samplePost({ title: 'Glazing', body: '<p>Twice.</p>', translations: { de: { title: 'Becher glasieren' } } }),
      );
      // A title before a text.
      expect(await titles({ search: 'lantern' })).toEqual(['Lanterns for the garden', 'Käse and bread']);
      for (const [search, title] of [
        ['kase', 'Käse and bread'],
        ['hopper', 'Käse and bread'],
        ['summer', 'Lanterns for the garden'],
        ['gardne', 'Lanterns for the garden'],
        ['becher', 'Glazing'],
      ] as const)
        expect([search, await titles({ search })]).toEqual([search, [title]]);
      expect([await titles({ search: 'teapot' }), await titles({ search: '\0' })]).toEqual([[], []]);
      expect(await titles({ search: 'lantern', tag: 'summer' })).toEqual(['Lanterns for the garden']);
    });

    it('are found by their tags, which are counted', async () => {
      await add(
        samplePost({ tags: ['workshop', 'clay'] }),
        samplePost({ tags: ['clay'] }),
        samplePost({ tags: ['secret'], status: 'archived' }),
      );
      const tags = valueOf(await subject().unitOfWork.read(({ posts }) => posts.tags(noon)));
      expect(tags).toEqual([
        { name: 'clay', count: 2 },
        { name: 'workshop', count: 1 },
      ]);
      expect((await published({ tag: 'clay' })).data).toHaveLength(2);
      expect([await titles({ tag: 'cla' }), await titles({ tag: '\0' })]).toEqual([[], []]);
    });
  });

  describe('comments', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = (comment: PostComment) => subject().unitOfWork.run(({ comments }) => comments.add(comment));
    const openPost = async () => {
      const { unitOfWork } = subject();
      const post = samplePost();
      valueOf(await unitOfWork.run(({ posts }) => posts.add(post)));
      return { post, userId: (await addUser(unitOfWork)).id };
    };

    it('are listed newest first with their posts, and counted once approved', async () => {
      const { unitOfWork } = subject();
      const { post, userId } = await openPost();
      const all = (['pending', 'approved', 'rejected'] as const).map((status, second) =>
        sampleComment({ postId: post.id, userId, status, text: status, createdAt: afterNoon(second) }),
      );
      for (const comment of all) valueOf(await add(comment));
      const page = async (filter: object) =>
        valueOf(await unitOfWork.read(({ comments }) => comments.page(filter, ten))).data;
      expect(await page({})).toStrictEqual(
        [...all].reverse().map((comment) => ({ ...comment, post: { slug: post.slug, title: post.title } })),
      );
      expect((await page({ status: 'pending' })).map(({ text }) => text)).toEqual(['pending']);
      expect(await page({ postId: 'none' })).toEqual([]);
      const shown = valueOf(await unitOfWork.read(({ posts }) => posts.publishedOne(post.id, noon)));
      expect(shown?.comments).toEqual({ count: 1 });
    });

    it('are changed and removed', async () => {
      const { unitOfWork } = subject();
      const { post, userId } = await openPost();
      const comment = sampleComment({ postId: post.id, userId });
      valueOf(await add(comment));
      const lock = async (id: string) => valueOf(await unitOfWork.run(({ comments }) => comments.lock(id)));
      const approved: PostComment = { ...comment, status: 'approved', version: 2, updatedAt: afterNoon(1) };
      valueOf(await unitOfWork.run(({ comments }) => comments.save(approved)));
      expect(await lock(comment.id)).toStrictEqual(approved);
      valueOf(await unitOfWork.run(({ comments }) => comments.remove(comment.id)));
      expect([await lock(comment.id), await lock('none')]).toEqual([undefined, undefined]);
    });

    it('are written once by a double click', async () => {
      const { post, userId } = await openPost();
      const twice = await Promise.all([1, 2].map(() => add(sampleComment({ postId: post.id, userId }))));
      expect(twice.flatMap((added) => (added.isErr() ? [added.error] : []))).toEqual([{ type: 'comment.duplicate' }]);
      valueOf(await add(sampleComment({ postId: post.id, userId, text: 'Another one.' })));
    });
  });
};
