-- To roll back: nothing: an earlier version ignores the ids.
-- Pictures get ids, by which editors change them.
UPDATE "products" SET "images" = (
	SELECT jsonb_agg(jsonb_build_object('id', gen_random_uuid()) || image ORDER BY place)
	FROM jsonb_array_elements("images") WITH ORDINALITY AS listed (image, place)
) WHERE jsonb_array_length("images") > 0;
