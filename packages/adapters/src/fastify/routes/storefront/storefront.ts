import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { imageRoutes } from '../catalogue/images.js';
import { feedRoutes, type FeedRoutesDeps } from './feeds.js';
import { storefrontPageRoutes, type StorefrontPageDeps } from './storefront-pages.js';

type Deps = FeedRoutesDeps & StorefrontPageDeps & { readonly useCases: Pick<UseCases, 'openImage'> };

/** What browsers and search engines read of the catalogue, without the API prefix: pictures, feeds and pages. */
export const storefrontRoutes =
  (deps: Deps): Routes =>
  (app, _options, done) => {
    void app.register(imageRoutes(deps.useCases));
    void app.register(feedRoutes(deps));
    void app.register(storefrontPageRoutes(deps));
    done();
  };
