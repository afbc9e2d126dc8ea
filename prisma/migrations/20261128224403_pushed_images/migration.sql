-- CreateTable
CREATE TABLE "PushedImage" (
    "reference" TEXT NOT NULL PRIMARY KEY,
    "digest" TEXT NOT NULL,
    "pushedAt" DATETIME NOT NULL
);
