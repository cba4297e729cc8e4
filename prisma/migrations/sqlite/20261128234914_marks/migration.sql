-- AlterTable
ALTER TABLE "Account" ADD COLUMN "markSecret" TEXT;
