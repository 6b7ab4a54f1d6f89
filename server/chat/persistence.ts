/** Defines the persistence of an event: durable, lazy or volatile. */

/**
 * `durable`: in the journal before anything leaves the server. `lazy`: journaled within 250 ms, and losing one is harmless.
 * `volatile`: in memory only.
 */
export type Persistence = 'durable' | 'lazy' | 'volatile';

/** The persistence of each event of a topic. */
export type PersistenceOf<E extends {type: string}> = {readonly [T in E['type']]: Persistence};
