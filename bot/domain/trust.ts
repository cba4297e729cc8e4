/** Whether what this person says counts only from a device that she has signed. */
export const mustBeSigned = (
  { signedOnly, operators }: { signedOnly: boolean; operators: readonly string[] },
  personId: string,
): boolean => signedOnly || operators.includes(personId)
