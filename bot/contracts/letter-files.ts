/** A file that came with a letter. */
export interface LetterFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Files of letters that no mailbox keeps for us. They go when the person is erased. */
export interface LetterFiles {
  /** Kept once for each letter, by its message id and the file's place among its files; a repeat changes nothing. */
  keep(letterId: string, place: number, file: LetterFile): Promise<void>;
  find(letterId: string, place: number): Promise<LetterFile | null>;
}
