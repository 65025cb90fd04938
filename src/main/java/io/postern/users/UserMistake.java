package io.postern.users;

/**
 * What is wrong with a file of users.
 *
 * @param line from 1; 0 means the file as a whole
 * @param text what is wrong and what was expected; never a hash, nor a name
 */
public record UserMistake(int line, String text) {}
