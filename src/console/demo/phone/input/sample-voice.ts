/**
 * Three notes that fade, 1.4 s: AMR narrow band of 5.9 kbit/s, made by the codec that the desk plays voices with
 * (amr-js, mode MR59) from decaying sine tones of 660, 880 and 1100 Hz.
 */
export const SAMPLE_VOICE =
  'IyFBTVIKFAL7OARcryMzr3gAhAGQUBRBpXgegT4KcdKThVDy5dwUQccAYX7+OlHHPsJYy+SMFEH7qEvUfy/R1LmvQUPwYBRBzQBj/H4OEc0Q3T' +
  'XX4oQUQccoSdZ/lpHTe4rsyaYgFEHHKEnWfp4Ry5+RgLjmqBRBxwBg/3/S0dwxy18Z4IAUQfuoSlX7/hHWe6fHIKAEFEHNAGf4f0tRwVDb/V/q' +
  'KBRBxyhN0n6aUdt7rSFn3gAUQccoSNd//hHYN5hWU60AFEHHKElW/+PR0V+KdYpJnBRB+6hN0n6+EcS/PRQfQwgUQc0AYX7+49HDnfAIShMYFE' +
  'H7qErVf3pRzt8FIxOQEBRBxyhJ1n/Ycdc/gSh8PvgUKFQaPwAIUJO5cggjUhlMFCiWeAP4YD7R2lDtWbRyZBQocfgJVurS0d5/grrQqzQUKL54' +
  'GId/3hHNsA4P0+pgFCi+eB6Bfl4Rwl0lOBhJgBQocngaBf5vEc+fFBjWhzgUKHJ4GwT/PDHDtwodHlIgFChyeB2Cfp4RzzsWX9Fp5BQovngfgH' +
  '4Fsci/FrQztjAUKL54HoF/RbHD/x84BUCYFChyeBoF/34RxZ8NKChEMBQocngegX5eEd59AOQwBCwUKHJ4GAf//hHUvzBkKfU4FCi+eBoF//aR' +
  '0n0A8OEpJBQovngcA//nkcYfKGcACwQUKHJ4HQL+/hHWPg6qbvBAFChyeB8A/m8RyN8IagAaMBQocngZhn/8MdXfDjHV2OgU0sW8ECnuJnOlu4' +
  '4cDuykFII1eBCv9b3RzlReQdPuoBSCsvgYB//+U6DVIADZKHAUgrL4HQL/K1Oz+xbkAzp8FILyeBgH//4R0t85MgoA5BSCsvgegX9Wk6NfCQKz' +
  'MagUgrL4GAf/+lHBvywVAfGgFIKy+B6Bf1aTuz8LAHaJ3BSC8ngeAf5+E7X/G2Ev5AwUgrL4H4B/PhHZGwIbD8F0FIKy+BiHf+8Trr8QPHp6GB' +
  'SCsvgbBP/lsdW7CdCgU/wUgrL4H4B+XhOhvySFmUT0FIKy+B6Bfnwzp18DAwIgABSCsvgfgH5aUdW/LIkETSAUgrL4H4B+fDOqfwfEgqiEFIKy' +
  '+B+AfhaRyr8IH8OSqBSCsvgfgH7Wk6TfFYzXoCQUgrL4HYJ/rTOmXxTEE2lgFIKy+B+AflpR278ksYHMmBSC8ngfAP7+E6R/AcBl3mAUgrL4H4' +
  'B/TxHbPyatVoKMFIKy+B+Afjwzrt8U6YmSnBSCsvgfgH68MdJfD9ICoAAUgrL4H4B+/hOzexoGgYhYFILyeB+Af4eRzXcALi1p/BSCsvgfgH+3' +
  'k6mXE0SnYFgUgrL4H4B/4fHPtTQxJWfsFIKy+B+AfvwzsT4mzZadOBSCsvgfgH7eEcvfFJiJOVwUgvJ4F6h03xO0fxCQFmhgFIKy+B+AfTyx21' +
  '+8BADJ1BSCsvgfgH+8M7uXHUUQUFwUgvJ4H4B6t7HcXg5Rmjp0';
