-- What people said so far, as one number: link and identity work again when it grows. Reads link.answers.
SELECT coalesce(max(answers), 0) FROM link.answers
