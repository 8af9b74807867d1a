/** Far more than any discovery document, set of keys or token has. */
const MOST_BYTES = 1_048_576;

/** `fetch` whose answers break off after 1 MiB: whatever is at the issuer’s address cannot fill the memory. */
export async function limitedFetch(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  let bytes = 0;
  const limited = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > MOST_BYTES) controller.error(new Error('The answer is longer than 1 MiB.'));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(limited, { status, statusText, headers });
}
